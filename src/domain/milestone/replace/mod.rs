//! What choosing issue areas does to a dialogue's milestones: which rows come, which go, what is kept.

use super::{ConcernedDepartment, Draft, Milestone, Outcome, Settling, TemplateRow, draft};
use jiff::civil::Date;

/// An issue area that has been chosen.
#[derive(Clone, Copy, Debug)]
pub struct ChosenArea<'a> {
    pub id: i64,
    pub name: &'a str,
    pub department: ConcernedDepartment<'a>,
}

/// A new row, and the one whose standing it takes over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    pub draft: Draft,
    pub takes_over: Option<i64>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replacement {
    pub added: Vec<Added>,
    pub removed: Vec<i64>,
}

impl Replacement {
    /// The rows that stand when it has been done; the new ones have no number yet.
    pub fn applied(&self, rows: &[Milestone]) -> Vec<Milestone> {
        let stays = |row: &&Milestone| !self.removed.contains(&row.id);
        let mut left: Vec<Milestone> = rows.iter().filter(stays).cloned().collect();
        for added in &self.added {
            let mut row = added.draft.unsaved();
            let mut before = rows.iter();
            if let Some(from) = before.find(|row| Some(row.id) == added.takes_over) {
                row.settling = from.settling.clone();
            }
            left.push(row);
        }
        left
    }
}

impl Draft {
    fn unsaved(&self) -> Milestone {
        Milestone {
            id: 0,
            dialogue_id: 0,
            key: self.key.clone(),
            title: self.title.clone(),
            department_id: self.department,
            issue_area_id: self.issue_area,
            falls_on: self.falls_on,
            offset_days: self.offset_days,
            judgement: self.judgement,
            settling: Settling {
                state: Outcome::Open,
                reason: String::new(),
                due_on: self.due_on,
            },
            set_by_hand: false,
            short_notice: self.short_notice,
            settled_at: None,
            settled_by: None,
            version: 1,
        }
    }
}

/// Those that come one per issue area; everything else that is per department stays so.
const PER_AREA: [(&str, &str); 2] = [
    ("position", "Ställningstagande"),
    ("handover", "Överlämning till rätt enhet"),
];
const PER_DEPARTMENT: [&str; 3] = ["national_brief", "feedback_department", "feedback_region"];

/// Rows of departments and issue areas that are no longer concerned go when they are open. What is
/// settled, or has a date set by hand, carries over to the rows that come instead.
pub fn replace(
    template: &[TemplateRow],
    chosen: &[ChosenArea<'_>],
    rows: &[Milestone],
    held_on: Date,
    today: Date,
) -> Replacement {
    let mut made = Replacement::default();
    for line in template.iter().filter(|line| line.per_department) {
        let own: Vec<&Milestone> = rows.iter().filter(|row| row.key == line.key).collect();
        let known = PER_DEPARTMENT.contains(&line.key.as_str());
        match PER_AREA.iter().find(|(key, _)| *key == line.key) {
            Some((_, title)) => {
                let line = TemplateRow {
                    title: (*title).to_owned(),
                    ..line.clone()
                };
                per_area(&mut made, &line, chosen, &own, (held_on, today));
            }
            None if known || !own.is_empty() => {
                per_department(&mut made, line, chosen, &own, (held_on, today));
            }
            None => {}
        }
    }
    made
}

fn per_area(
    made: &mut Replacement,
    line: &TemplateRow,
    chosen: &[ChosenArea<'_>],
    rows: &[&Milestone],
    (held_on, today): (Date, Date),
) {
    let of_department = |id: i64| {
        let whole =
            |row: &&&Milestone| row.issue_area_id.is_none() && row.department_id == Some(id);
        rows.iter().find(whole)
    };
    for area in chosen {
        if rows.iter().any(|row| row.issue_area_id == Some(area.id)) {
            continue;
        }
        let replaced = of_department(area.department.id);
        let plain = draft(line, Some(&area.department), held_on, today);
        let new = Draft {
            title: format!("{}: {}", line.title, area.name),
            issue_area: Some(area.id),
            ..plain
        };
        made.added.push(taking_over(new, replaced.copied()));
    }
    let concerned = |id: i64| chosen.iter().any(|area| area.department.id == id);
    let goes = |row: &&&Milestone| match (row.issue_area_id, row.department_id) {
        (Some(area), _) => row.is_open() && chosen.iter().all(|each| each.id != area),
        (None, Some(department)) => row.is_open() || concerned(department),
        (None, None) => false,
    };
    made.removed
        .extend(rows.iter().filter(goes).map(|row| row.id));
}

fn per_department(
    made: &mut Replacement,
    line: &TemplateRow,
    chosen: &[ChosenArea<'_>],
    rows: &[&Milestone],
    (held_on, today): (Date, Date),
) {
    let mut concerned: Vec<ConcernedDepartment<'_>> = Vec::new();
    for area in chosen {
        if concerned.iter().all(|each| each.id != area.department.id) {
            concerned.push(area.department);
        }
    }
    for department in &concerned {
        if rows
            .iter()
            .all(|row| row.department_id != Some(department.id))
        {
            let new = draft(line, Some(department), held_on, today);
            made.added.push(taking_over(new, None));
        }
    }
    let goes = |row: &&&Milestone| {
        let of = row.department_id;
        row.is_open() && of.is_some() && concerned.iter().all(|each| Some(each.id) != of)
    };
    made.removed
        .extend(rows.iter().filter(goes).map(|row| row.id));
}

/// The date of what is settled is the one it was settled by; a date set by hand stays so.
fn taking_over(new: Draft, replaced: Option<&Milestone>) -> Added {
    let Some(row) = replaced.filter(|row| !row.is_open() || row.set_by_hand) else {
        return Added {
            draft: new,
            takes_over: None,
        };
    };
    let draft = Draft {
        due_on: row.settling.due_on,
        short_notice: row.short_notice,
        ..new
    };
    Added {
        draft,
        takes_over: Some(row.id),
    }
}

#[cfg(test)]
mod tests;
