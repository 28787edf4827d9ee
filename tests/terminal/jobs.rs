//! A way through the jobs: find the one that failed, see why, read the end of its log, go back.

use crate::demo;

#[test]
fn a_failed_job_is_found_and_its_log_read_to_the_traceback() {
    let mut console = demo();
    console.send("3");
    console.wait_for("7 days");
    console.send("/fraud-transformer\r");
    console.wait_for("fraud-transformer-b192");
    console.wait_for("Failed");
    console.send("l");
    console.wait_for("torch.OutOfMemoryError");
    console.send("\x1b");
    console.wait_until("the jobs again", |console| console.text().contains("7 days"));
    console.send("\x03");
    console.assert_restored();
}

#[test]
fn a_filter_about_the_creation_reaches_further_back() {
    let mut console = demo();
    console.send("3");
    console.wait_for("7 days");
    console.send("/created<30d\r");
    console.wait_for("30 days");
    console.send("\x03");
    console.assert_restored();
}
