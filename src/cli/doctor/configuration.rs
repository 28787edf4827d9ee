//! What the doctor says of the files, and of the journal.

use super::finding::{Area, Finding};
use crate::compose::{Judged, Program};
use crate::config::Found;

pub(super) fn findings(judged: &Judged) -> Vec<Finding> {
    let area = Area::Configuration;
    let mut findings = Vec::new();
    for file in &judged.consulted {
        let path = file.path.raw();
        findings.push(match file.found {
            Found::Read => Finding::fine(area, format!("{path} was read")),
            Found::Absent => Finding::note(area, format!("{path} is not there, which is fine")),
            Found::Broken => Finding::bad(
                area,
                format!("{path} has a mistake"),
                "`sagedeck check` shows the places; the console is read-only until they are right",
            ),
        });
    }
    findings.extend(judged.problems().map(|mistake| {
        let hint = mistake.hint.as_ref().map_or("correct it", |hint| hint.raw());
        Finding::bad(area, mistake.headline(), hint)
    }));
    findings.extend(judged.remarks.iter().map(|remark| {
        let hint = remark.hint.as_ref().map_or("correct it", |hint| hint.raw());
        Finding::note(area, remark.headline()).todo(hint)
    }));
    findings.push(match judged.settings.read_only {
        Some(why) => Finding::note(area, format!("read-only, because {why}")),
        None => {
            Finding::note(area, "mode operate: actions are asked for one by one; --read-only rules them out")
        }
    });
    findings
}

/// Whether an action could be written down now: nothing is done that cannot be.
pub(super) fn journal(program: &Program) -> Finding {
    let area = Area::Journal;
    match &program.journal {
        _ if program.permit.is_err() => Finding::note(area, "read-only: nothing has to be written down"),
        None => Finding::note(area, "there is no home folder for it, so that no action is possible"),
        Some(journal) => match journal.check().and_then(|()| journal.verify(None)) {
            Ok(verdict) if verdict.is_fine() => {
                let folder = journal.folder().to_string_lossy().into_owned();
                Finding::fine(area, format!("{folder} can be written; {verdict}"))
            }
            Ok(verdict) => Finding::bad(
                area,
                verdict.to_string(),
                "keep it as evidence and move the folder away to begin a new journal",
            ),
            // It says itself what to do.
            Err(trouble) => Finding::bad(area, trouble.to_string(), ""),
        },
    }
}
