use std::process::ExitCode;

fn main() -> ExitCode {
    sagedeck::cli::main()
}
