//! What the kernel says about a process: memory, processor time, how often it was woken. Linux only; elsewhere every
//! answer is "not known".

use std::fs;
use std::time::Duration;

/// Numbers of one moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
    /// Resident memory in bytes.
    pub resident: u64,
    /// Processor time of all threads.
    pub cpu: Duration,
    /// Processor time of the first thread: the one that draws.
    pub cpu_main: Duration,
    /// How often a thread went to sleep, which is how often one was woken.
    pub wakeups: u64,
}

impl Sample {
    /// Of all threads that live now. Those that ended in between take their share with them.
    pub fn of(pid: u32) -> Option<Self> {
        let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
        let resident = number_after(&status, "VmRSS:")? * 1024;
        let (mut cpu, mut cpu_main, mut wakeups) = (0, 0, 0);
        for task in fs::read_dir(format!("/proc/{pid}/task")).ok()?.flatten() {
            let path = task.path();
            // On a processor, waiting for one, times it got one: nanoseconds, nanoseconds, a count.
            let Ok(scheduled) = fs::read_to_string(path.join("schedstat")) else { continue };
            let ran = scheduled.split_whitespace().next().and_then(|text| text.parse::<u64>().ok())?;
            cpu += ran;
            if task.file_name().to_str() == Some(&pid.to_string()) {
                cpu_main = ran;
            }
            let status = fs::read_to_string(path.join("status")).unwrap_or_default();
            wakeups += number_after(&status, "voluntary_ctxt_switches:").unwrap_or(0);
        }
        let (cpu, cpu_main) = (Duration::from_nanos(cpu), Duration::from_nanos(cpu_main));
        Some(Self { resident, cpu, cpu_main, wakeups })
    }
}

fn number_after(text: &str, key: &str) -> Option<u64> {
    let line = text.lines().find_map(|line| line.strip_prefix(key))?;
    line.split_whitespace().next()?.parse().ok()
}

/// The load of the last minute, and how many processors there are to carry it.
pub fn load() -> Option<(f64, usize)> {
    let text = fs::read_to_string("/proc/loadavg").ok()?;
    let load = text.split_whitespace().next()?.parse().ok()?;
    Some((load, std::thread::available_parallelism().map_or(1, usize::from)))
}
