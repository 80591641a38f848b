//! The permission table: one row per form, with everyone who may and who may not.
