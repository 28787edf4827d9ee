//! What this machine adds by itself: starting a process, the echo of a terminal, the server's clock. A run on a machine
//! that is busy is no basis for a judgement, and says so.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::bench::{Bench, ms};
use crate::console::{Failed, Start};
use crate::figure::{median, percentile};
use crate::process;
use crate::server::Rules;

/// The slowest echo of a terminal, in milliseconds, at which a run still counts.
const ECHO_MS: f64 = 2.0;

/// The machine at the time of the run.
pub struct Calibration {
    /// Milliseconds from the start of a process to its first word on the terminal.
    pub spawn: f64,
    echo: (f64, f64),
    /// What the server really takes for an answer that should take 80 ms.
    latency: f64,
    load: Option<(f64, usize)>,
}

impl Calibration {
    pub fn measure(bench: &Bench) -> Result<Self, Failed> {
        let load = process::load();
        let mut spawns = Vec::new();
        let mut echoes = Vec::new();
        for _ in 0..5 {
            let arguments = vec!["-c".into(), "printf ready; exec cat".into()];
            let home = Path::new("/");
            let start = Start { program: "/bin/sh", arguments, home, environment: Vec::new(), line: None };
            let mut console = start.open()?;
            let at = console
                .until(Duration::from_secs(10), "a word", |screen| screen.contents().contains("ready"))?;
            spawns.push(ms(at.duration_since(console.started)));
            for _ in 0..40 {
                echoes.extend(console.press("a", Duration::from_millis(5))?.map(|burst| ms(burst.first)));
            }
        }
        let part = |part| percentile(&echoes, part).unwrap_or(f64::NAN);
        Ok(Self {
            spawn: median(&spawns).unwrap_or(f64::NAN),
            echo: (part(0.5), part(0.99)),
            latency: latency(bench)?,
            load,
        })
    }

    /// Why the run is no basis for a judgement.
    pub fn objections(&self) -> Vec<String> {
        let mut all = Vec::new();
        if self.echo.1 > ECHO_MS {
            all.push(format!("the terminal's echo takes up to {:.1} ms", self.echo.1));
        }
        if let Some((load, cores)) = self.load
            && load > cores as f64
        {
            all.push(format!("{load:.1} processes want {cores} processors"));
        }
        all
    }

    pub fn sentence(&self) -> String {
        format!(
            "calibration: a process speaks after {:.1} ms; the terminal's echo takes {:.2} ms, 99 % within {:.2} ms; \
             the server answers after {:.1} ms where 80 are meant",
            self.spawn, self.echo.0, self.echo.1, self.latency
        )
    }

    pub fn json(&self) -> Value {
        json!({
            "spawn_ms": self.spawn,
            "echo_p50_ms": self.echo.0,
            "echo_p99_ms": self.echo.1,
            "latency_ms": self.latency,
            "load": self.load.map(|(load, _)| load),
            "processors": self.load.map(|(_, cores)| cores),
            "gating": self.objections().is_empty(),
            "objections": self.objections(),
        })
    }
}

/// Asks the server as the program does, and looks at the clock.
fn latency(bench: &Bench) -> Result<f64, Failed> {
    bench.server.set(Rules::default());
    let mut stream = TcpStream::connect(bench.server.address)?;
    stream.set_nodelay(true)?;
    let body = "Action=GetCallerIdentity&Version=2011-06-15";
    let request = format!("POST / HTTP/1.1\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    let mut times = Vec::new();
    for _ in 0..10 {
        let began = Instant::now();
        stream.write_all(request.as_bytes())?;
        let mut answer = [0_u8; 4_096];
        if stream.read(&mut answer)? == 0 {
            return Err("the server hung up".into());
        }
        times.push(ms(began.elapsed()));
    }
    median(&times).ok_or_else(|| "the server did not answer".into())
}
