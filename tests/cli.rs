//! The command line as a shell sees it: the real binary, its output, its words and its exit codes.

// The attribute tells clippy that the helpers here are tests too.
#[cfg(test)]
mod cli {
    mod act;
    mod files;
    mod get;
    mod hostile;
    mod jobs;
    mod journal;
    mod picture;
    mod process;
    mod program;
    mod readme;
    mod registry;
    mod shell;
    mod studio;
}
