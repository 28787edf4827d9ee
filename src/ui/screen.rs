//! The screens, one file each, under the names that they have in `app::screen`.

pub mod accounts;
pub mod api;
pub mod audit;
pub mod desk;
pub mod logs;
