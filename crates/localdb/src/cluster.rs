//! Making, starting and stopping one cluster.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::pidfile::{self, Alive};
use crate::place::Place;
use crate::programs::Programs;
use crate::{Error, Options, Running, Status, config, port};

/// How long a start may take; recovery after a crash can be slow.
const PATIENCE: Duration = Duration::from_secs(120);
/// How often a start is tried again while ports or remains of a killed server are in the way.
const TRIES: usize = 10;
/// A log above this size is begun anew at the next start.
const LOG_LIMIT: u64 = 10 << 20;

/// A cluster: where it lies and the programs that fit it.
#[derive(Debug, Clone)]
pub(crate) struct Cluster {
    place: Place,
    programs: Programs,
}

impl Cluster {
    pub(crate) fn find(options: &Options) -> Result<Self, Error> {
        let place = Place::find(&options.dir)?;
        let programs = Programs::find(options, place.account, place.made_by(), &place.dir)?;
        Ok(Self { place, programs })
    }

    pub(crate) fn status(self) -> Result<Status, Error> {
        if self.place.made_by().is_none() {
            return Ok(Status::Absent);
        }
        Ok(match pidfile::read(&self.place.data()) {
            Some(alive) if alive.ready => Status::Running(self.running(alive.port, false)),
            _ => Status::Stopped,
        })
    }

    pub(crate) fn start(self, options: &Options) -> Result<Running, Error> {
        self.place.create()?;
        let _one_at_a_time = lock(&self.place.lock_file())?;
        if self.place.made_by().is_none() {
            self.make(options)?;
        }
        let alive = pidfile::read(&self.place.data()).and_then(|alive| self.wait_until_ready(alive));
        if let Some(alive) = alive {
            return Ok(self.running(alive.port, false));
        }
        self.tell_if_elsewhere(options);
        let port = self.launch(options)?;
        Ok(self.running(port, true))
    }

    pub(crate) fn stop(&self) -> Result<(), Error> {
        let mut command = self.pg_ctl("stop");
        command.args(["-m", "fast", "-w", "-t", "60"]);
        let (ok, said) = run(&mut command)?;
        // "No server running" is what was wanted.
        if ok || pidfile::read(&self.place.data()).is_none() {
            return Ok(());
        }
        Err(Error::StopFailed(said))
    }

    pub(crate) fn url(&self, port: u16, database: &str) -> String {
        let password = fs::read_to_string(self.place.password_file()).unwrap_or_default();
        let password = password.trim();
        format!("postgres://postgres:{password}@127.0.0.1:{port}/{database}")
    }

    fn running(self, port: u16, started_here: bool) -> Running {
        Running {
            url: self.url(port, "postgres"),
            port,
            dir: self.place.dir.clone(),
            major: self.programs.major,
            started_here,
            cluster: self,
        }
    }

    /// Runs `initdb` beside the final folder and renames, so that an interrupted run leaves no
    /// half-made cluster behind.
    fn make(&self, options: &Options) -> Result<(), Error> {
        let unfinished = self.place.dir.join("data.new");
        let data = self.place.data();
        (options.notify)(&format!(
            "creating a Postgres {} cluster in {}",
            self.programs.major,
            self.place.dir.display()
        ));
        if unfinished.exists() {
            fs::remove_dir_all(&unfinished).map_err(Error::io("remove", &unfinished))?;
        }
        let password = self.place.password_file();
        self.place.write_private(&password, &new_password()?)?;
        let mut command = self.place.account.command(&self.programs.path("initdb"));
        command
            .args(["-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8"])
            .args(["--auth=scram-sha-256", "--no-instructions"])
            .arg(format!("--pwfile={}", password.display()))
            .arg("-D")
            .arg(&unfinished);
        let (ok, said) = run(&mut command)?;
        if !ok {
            return Err(Error::InitFailed(said));
        }
        let main = unfinished.join("postgresql.conf");
        let text = fs::read_to_string(&main).map_err(Error::io("read", &main))?;
        self.place.write_private(&main, &(text + config::INCLUDE))?;
        fs::rename(&unfinished, &data).map_err(Error::io("rename", &unfinished))
    }

    /// Starts the server and remembers the port that it got.
    fn launch(&self, options: &Options) -> Result<u16, Error> {
        let (data, log) = (self.place.data(), self.place.log());
        pidfile::remove_if_misleading(&data);
        if fs::metadata(&log).is_ok_and(|meta| meta.len() > LOG_LIMIT) {
            fs::remove_file(&log).map_err(Error::io("remove", &log))?;
        }
        let mut failed_port = None;
        let mut tail = String::new();
        for _ in 0..TRIES {
            let port = port::choose(&self.place.port_file(), options.port, failed_port)?;
            let settings = config::text(port, &options.settings);
            self.place.write_private(&data.join(config::FILE), &settings)?;
            let before = fs::metadata(&log).map_or(0, |meta| meta.len());
            let mut command = self.pg_ctl("start");
            command.args(["-w", "-t", &PATIENCE.as_secs().to_string(), "-l"]).arg(&log);
            let (ok, said) = run(&mut command)?;
            if ok {
                self.place.write_private(&self.place.port_file(), &port.to_string())?;
                return Ok(port);
            }
            tail = log_since(&log, before).unwrap_or(said);
            if tail.contains("Address already in use") {
                failed_port = Some(port.max(options.port));
            } else if tail.contains("shared memory block") {
                // Children of a killed server are still on their way out.
                std::thread::sleep(Duration::from_millis(500));
            } else {
                break;
            }
        }
        // A Ctrl-C may have ended pg_ctl and not the server that it had begun to start.
        drop(self.stop());
        Err(Error::StartFailed { log, tail })
    }

    /// Waits for a server that is alive to take connections. `None` if it died instead.
    fn wait_until_ready(&self, seen: Alive) -> Option<Alive> {
        let end = Instant::now() + PATIENCE;
        let mut alive = seen;
        while !alive.ready && Instant::now() < end {
            std::thread::sleep(Duration::from_millis(100));
            alive = pidfile::read(&self.place.data())?;
        }
        alive.ready.then_some(alive)
    }

    fn tell_if_elsewhere(&self, options: &Options) {
        let wanted = std::path::absolute(&options.dir).unwrap_or_default();
        if wanted != self.place.dir {
            (options.notify)(&format!(
                "the database lies in {}, because the account that runs Postgres cannot reach {}",
                self.place.dir.display(),
                wanted.display()
            ));
        }
    }

    fn pg_ctl(&self, verb: &str) -> Command {
        let mut command = self.place.account.command(&self.programs.path("pg_ctl"));
        command.arg(verb).arg("-D").arg(self.place.data());
        command
    }
}

/// Held while a cluster is made or started, so that two commands given at once do not collide.
fn lock(path: &Path) -> Result<File, Error> {
    let file = File::create(path).map_err(Error::io("create", path))?;
    file.lock().map_err(Error::io("lock", path))?;
    Ok(file)
}

fn run(command: &mut Command) -> Result<(bool, String), Error> {
    let program = Path::new(command.get_program()).to_path_buf();
    let output = command.output().map_err(Error::io("run", &program))?;
    let mut said = String::from_utf8_lossy(&output.stdout).into_owned();
    said.push_str(&String::from_utf8_lossy(&output.stderr));
    Ok((output.status.success(), said))
}

/// What the server wrote to its log after the first `from` bytes; at most its end.
fn log_since(log: &Path, from: u64) -> Option<String> {
    let bytes = fs::read(log).ok()?;
    let start = usize::try_from(from).ok()?.max(bytes.len().saturating_sub(4_000));
    let text = String::from_utf8_lossy(bytes.get(start..)?).into_owned();
    (!text.trim().is_empty()).then_some(text)
}

/// 128 random bits, so that other accounts of the machine cannot sign in as the superuser.
fn new_password() -> Result<String, Error> {
    let source = Path::new("/dev/urandom");
    let mut bytes = [0_u8; 16];
    File::open(source).and_then(|mut file| file.read_exact(&mut bytes)).map_err(Error::io("read", source))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}
