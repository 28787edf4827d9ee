//! What a journal holds, read as the lines that they are.

use std::fs;
use std::path::Path;

use serde_json::Value;

/// The lines, the oldest first; one that is just being written does not count. Nothing where there is no journal.
pub fn lines(folder: &Path) -> Vec<Value> {
    let files = fs::read_dir(folder).into_iter().flatten().map(|file| file.unwrap().path());
    let mut files: Vec<_> =
        files.filter(|file| file.extension().is_some_and(|kind| kind == "jsonl")).collect();
    files.sort();
    let texts: String = files.iter().map(|file| fs::read_to_string(file).unwrap()).collect();
    texts.split_inclusive('\n').filter_map(|line| serde_json::from_str(line).ok()).collect()
}
