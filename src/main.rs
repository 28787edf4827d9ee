use std::process::ExitCode;

/// Answers of AWS are tens of thousands of short texts, made on several threads and dropped on another. This heap takes
/// half the time of the system's for that, and gives memory back that is not used any more.
#[global_allocator]
static HEAP: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    sagedeck::cli::main()
}
