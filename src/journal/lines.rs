//! The lines of a file, one by one, in bounded memory and without an opinion about what is in them.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};

/// The longest line that is written or read, without its end.
pub(super) const LIMIT: usize = 1024 * 1024;

/// One line as it stands.
#[derive(Debug)]
pub(super) struct Line {
    /// From 1.
    pub number: usize,
    /// Without the line's end; absent when there are more than [`LIMIT`].
    pub bytes: Option<Vec<u8>>,
    /// The last line of a file may have none.
    pub ended: bool,
}

#[derive(Debug)]
pub(super) struct Lines {
    reader: BufReader<File>,
    number: usize,
}

impl Lines {
    pub(super) fn of(file: File) -> Self {
        Self { reader: BufReader::new(file), number: 0 }
    }

    fn read(&mut self) -> io::Result<Option<Line>> {
        let mut bytes = Vec::new();
        if self.reader.by_ref().take(LIMIT as u64 + 1).read_until(b'\n', &mut bytes)? == 0 {
            return Ok(None);
        }
        self.number += 1;
        let ended = bytes.pop_if(|last| *last == b'\n').is_some();
        if ended || bytes.len() <= LIMIT {
            return Ok(Some(Line { number: self.number, bytes: Some(bytes), ended }));
        }
        self.reader.skip_until(b'\n')?;
        Ok(Some(Line { number: self.number, bytes: None, ended: true }))
    }
}

impl Iterator for Lines {
    type Item = io::Result<Line>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Seek, Write};

    use super::*;

    #[test]
    fn lines_are_counted_bounded_and_told_when_unended() {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"a\n\n").unwrap();
        file.write_all(&vec![b'x'; LIMIT]).unwrap();
        file.write_all(b"\n").unwrap();
        file.write_all(&vec![b'y'; LIMIT + 1]).unwrap();
        file.write_all(b"y\nend").unwrap();
        file.rewind().unwrap();
        let found: Vec<(usize, Option<usize>, bool)> = Lines::of(file)
            .map(Result::unwrap)
            .map(|line| (line.number, line.bytes.map(|bytes| bytes.len()), line.ended))
            .collect();
        let expected = [
            (1, Some(1), true),
            (2, Some(0), true),
            (3, Some(LIMIT), true),
            (4, None, true),
            (5, Some(3), false),
        ];
        assert_eq!(found, expected);
    }
}
