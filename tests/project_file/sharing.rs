//! Two who have the same project open, and programs that are gone or in the way.

use std::fs;

use marz::files::project::*;
use rusqlite::Connection;

use crate::common::*;

#[test]
fn the_second_to_open_reads_only_and_is_told_who_has_it() {
    let (_folder, path) = scratch("shared.gpkg");
    let dataset = net(2, 2);
    let mut first = create(&path, &dataset);
    let (mut second, read, report) = reopen(&path);
    assert_eq!(read, dataset);
    let Access::ReadOnly(ReadOnlyReason::OpenElsewhere(holder)) = &report.access else {
        panic!("{:?}", report.access);
    };
    assert_eq!(holder.process, std::process::id());
    let error = second.save(&dataset, &mut quiet).unwrap_err();
    assert!(matches!(error, ProjectError::OpenElsewhere { .. }));
    let error = ProjectFile::create(&path, &dataset, &mut quiet).unwrap_err();
    assert!(matches!(error, ProjectError::OpenElsewhere { .. }));
    // The first goes on undisturbed; when it closes, the second may ask again.
    first.save(&dataset, &mut quiet).unwrap();
    drop(first);
    let error = second.ask_access(false).unwrap_err();
    assert!(
        matches!(error, ProjectError::ChangedMeanwhile { .. }),
        "{error}"
    );
    let (third, _, report) = reopen(&path);
    assert_eq!(report.access, Access::ReadWrite);
    drop(third);
    let (fourth, _, _) = reopen(&path);
    let (mut fifth, _, _) = reopen(&path);
    drop(fourth);
    assert_eq!(fifth.ask_access(false).unwrap(), Access::ReadWrite);
    fifth.save(&dataset, &mut quiet).unwrap();
}

#[test]
fn who_was_taken_over_does_not_overwrite_what_was_saved_since() {
    let (_folder, path) = scratch("taken.gpkg");
    let mut dataset = net(2, 2);
    let mut away = create(&path, &dataset);
    let (mut here, _, _) = reopen(&path);
    assert_eq!(here.ask_access(true).unwrap(), Access::ReadWrite);
    dataset.title = "here".to_owned();
    here.save(&dataset, &mut quiet).unwrap();
    let error = away.save(&net(1, 1), &mut quiet).unwrap_err();
    assert!(
        matches!(error, ProjectError::ChangedMeanwhile { .. }),
        "{error}"
    );
    drop(away);
    drop(here);
    assert_eq!(reopen(&path).1, dataset);
}

#[test]
fn a_copy_of_an_open_project_is_not_open() {
    let (folder, path) = scratch("original.gpkg");
    let project = create(&path, &net(1, 1));
    let copy = folder.path().join("copy.gpkg");
    fs::copy(&path, &copy).unwrap();
    assert_eq!(reopen(&copy).2.access, Access::ReadWrite);
    drop(project);
}

#[test]
fn the_mark_of_a_program_that_is_gone_keeps_nobody_out_but_that_of_another_computer_does() {
    let (_folder, path) = scratch("mark.gpkg");
    let project = create(&path, &net(1, 1));
    let connection = Connection::open(&path).unwrap();
    connection
        .execute_batch("UPDATE marz_lock SET token = 'nobody'")
        .unwrap();
    assert_eq!(reopen(&path).2.access, Access::ReadWrite);
    drop(project);
    connection
        .execute_batch(
            "INSERT INTO marz_lock VALUES
             (1, 'x', 'مریم', 'office-12', 77, 'D:\\share\\mark.gpkg', '2024-05-01T08:00:00Z')",
        )
        .unwrap();
    let report = reopen(&path).2;
    let Access::ReadOnly(ReadOnlyReason::OpenElsewhere(holder)) = report.access else {
        panic!("{:?}", report.access);
    };
    assert_eq!(
        (holder.user.as_str(), holder.host.as_str()),
        ("مریم", "office-12")
    );
}

#[test]
fn a_program_that_is_writing_leaves_it_readable_and_one_that_locks_it_is_told_of() {
    let (_folder, path) = scratch("busy.gpkg");
    let dataset = net(1, 1);
    drop(create(&path, &dataset));
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let (mut project, read, report) = reopen(&path);
    assert_eq!(read, dataset);
    assert_eq!(report.access, Access::ReadOnly(ReadOnlyReason::Busy));
    assert!(matches!(
        project.save(&dataset, &mut quiet),
        Err(ProjectError::Busy { .. })
    ));
    other.execute_batch("ROLLBACK; BEGIN EXCLUSIVE").unwrap();
    let error = ProjectFile::open(&path).unwrap_err();
    assert!(matches!(error, ProjectError::Busy { .. }), "{error}");
    other.execute_batch("ROLLBACK").unwrap();
    assert_eq!(project.ask_access(false).unwrap(), Access::ReadWrite);
    project.save(&dataset, &mut quiet).unwrap();
}

#[test]
fn a_file_that_is_gone_is_told_and_not_written_into_nothing() {
    let (_folder, path) = scratch("gone.gpkg");
    let dataset = net(1, 1);
    let mut project = create(&path, &dataset);
    fs::remove_file(&path).unwrap();
    let error = project.save(&dataset, &mut quiet).unwrap_err();
    assert!(matches!(error, ProjectError::Gone { .. }));
    // Saving under a name, the same one too, is what helps.
    drop(create(&path, &dataset));
    assert_eq!(reopen(&path).1, dataset);
}

#[test]
fn saving_under_a_name_replaces_what_was_there_whole() {
    let (folder, path) = scratch("over.gpkg");
    fs::write(&path, "what was there").unwrap();
    let dataset = net(2, 1);
    drop(create(&path, &dataset));
    assert_eq!(reopen(&path).1, dataset);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_project_can_be_saved_from_another_thread() {
    let (_folder, path) = scratch("thread.gpkg");
    let dataset = net(2, 2);
    let mut project = create(&path, &dataset);
    let snapshot = dataset.clone();
    let (project, steps) = std::thread::spawn(move || {
        let mut steps = Vec::new();
        project
            .save(&snapshot, &mut |progress| steps.push(progress))
            .unwrap();
        (project, steps)
    })
    .join()
    .unwrap();
    let last = steps.last().unwrap();
    assert_eq!(last.done, last.total);
    drop(project);
}
