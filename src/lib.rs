//! `dopo` turns a folder of Markdown articles into a static, searchable help centre for people who
//! have already bought.
//!
//! The modules stand in the order the data passes through them; each stage has its own complete
//! type and knows only the stages before it. `pipeline::run` wires them and reads as a list.
//!
//! | stage | takes → gives |
//! | --- | --- |
//! | [`source`] | project folder → `SourceTree` |
//! | [`config`] | `dopo.toml` and its sister files → `Config` |
//! | [`parse`] | one file → `Document` |
//! | [`site`] | documents → `Site`: every address, link and translation resolved |
//! | [`search`] | `Site` → index files for the browser, and their reader |
//! | [`pages`] | `Site` → `Page`s: what each page shows |
//! | [`theme`] | theme folder → `Theme` |
//! | [`render`] | `Page` + `Theme` → HTML |
//! | [`output`] | outputs, as they are made → `public/`, exchanged in one step |
//!
//! [`text`] is the ground they stand on; [`pipeline`], [`check`], [`serve`] and [`cli`] put them to use.

pub mod text;

pub mod source;

pub mod config;

pub mod parse;

pub mod site;

pub mod search;

pub mod pages;

pub mod theme;

pub mod render;

pub mod output;

pub mod pipeline;

pub mod check;

pub mod serve;

pub mod cli;
