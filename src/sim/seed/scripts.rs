//! The lifecycle scripts of the demo, in the manner of those that teams really attach.
//!
//! Text only; nothing runs them.

/// Sets up package mirrors, once.
pub(super) const ON_CREATE: &str = "#!/bin/bash
set -e
mkdir -p /home/ec2-user/.config/pip
cat > /home/ec2-user/.config/pip/pip.conf <<PIP
[global]
index-url = https://artifacts.shared.example.com/pypi/simple
PIP
chown -R ec2-user:ec2-user /home/ec2-user/.config
";

/// Sets up the environment at each start.
pub(super) const ON_START: &str = "#!/bin/bash
set -e
sudo -u ec2-user -i <<'SETUP'
source /home/ec2-user/anaconda3/bin/activate JupyterSystemEnv
pip install --quiet nbdime
source /home/ec2-user/anaconda3/bin/deactivate
SETUP
";

/// Stops the instance when it has been idle for an hour.
pub(super) const AUTO_STOP: &str = "#!/bin/bash
set -e
# Idle time in seconds before the instance stops itself.
IDLE_TIME=3600
echo 'Fetching the autostop script'
wget -q https://artifacts.shared.example.com/sagemaker/autostop.py -O /home/ec2-user/autostop.py
echo 'Starting the autostop script in cron'
(crontab -l 2>/dev/null; echo \"*/5 * * * * /usr/bin/python3 /home/ec2-user/autostop.py --time $IDLE_TIME --ignore-connections >> /var/log/jupyter.log\") | crontab -
";
