//! Dates, instants and codes as TEXT columns: [`Text`] to bind them, [`Columns`] to read them.

use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::sqlite::{SqliteArgumentsBuffer, SqliteRow, SqliteTypeInfo};
use sqlx::{Encode, Row, Sqlite, Type};
use std::fmt::Display;
use std::str::FromStr;

/// Binds anything that can be written as text.
pub struct Text<T>(pub T);

impl<T> Type<Sqlite> for Text<T> {
    fn type_info() -> SqliteTypeInfo {
        <String as Type<Sqlite>>::type_info()
    }
}

impl<T: Display> Encode<'_, Sqlite> for Text<T> {
    fn encode_by_ref(&self, buffer: &mut SqliteArgumentsBuffer) -> Result<IsNull, BoxDynError> {
        <String as Encode<Sqlite>>::encode(self.0.to_string(), buffer)
    }
}

/// `Some` as text, `None` as null.
pub fn text<T: Display>(value: &Option<T>) -> Option<String> {
    value.as_ref().map(ToString::to_string)
}

/// Reads columns by name; a value that cannot be read is an error with the column's name.
pub trait Columns {
    fn int(&self, column: &str) -> sqlx::Result<i64>;
    fn flag(&self, column: &str) -> sqlx::Result<bool>;
    fn string(&self, column: &str) -> sqlx::Result<String>;
    fn opt_int(&self, column: &str) -> sqlx::Result<Option<i64>>;
    fn opt_string(&self, column: &str) -> sqlx::Result<Option<String>>;
    /// A date, an instant or a code.
    fn parsed<T: FromStr<Err: Display>>(&self, column: &str) -> sqlx::Result<T>;
    fn opt_parsed<T: FromStr<Err: Display>>(&self, column: &str) -> sqlx::Result<Option<T>>;
    /// What SQLite's `json_group_array` and `json_object` make.
    fn json<T: serde::de::DeserializeOwned>(&self, column: &str) -> sqlx::Result<T>;
}

impl Columns for SqliteRow {
    fn int(&self, column: &str) -> sqlx::Result<i64> {
        self.try_get(column)
    }

    fn flag(&self, column: &str) -> sqlx::Result<bool> {
        Ok(self.int(column)? != 0)
    }

    fn string(&self, column: &str) -> sqlx::Result<String> {
        self.try_get(column)
    }

    fn opt_int(&self, column: &str) -> sqlx::Result<Option<i64>> {
        self.try_get(column)
    }

    fn opt_string(&self, column: &str) -> sqlx::Result<Option<String>> {
        self.try_get(column)
    }

    fn parsed<T: FromStr<Err: Display>>(&self, column: &str) -> sqlx::Result<T> {
        parse(self.try_get::<&str, _>(column)?, column)
    }

    fn opt_parsed<T: FromStr<Err: Display>>(&self, column: &str) -> sqlx::Result<Option<T>> {
        self.try_get::<Option<&str>, _>(column)?
            .map(|text| parse(text, column))
            .transpose()
    }

    fn json<T: serde::de::DeserializeOwned>(&self, column: &str) -> sqlx::Result<T> {
        serde_json::from_str(self.try_get::<&str, _>(column)?)
            .map_err(|error| unreadable(column, error))
    }
}

fn parse<T: FromStr<Err: Display>>(text: &str, column: &str) -> sqlx::Result<T> {
    text.parse().map_err(|error| unreadable(column, error))
}

fn unreadable(column: &str, error: impl Display) -> sqlx::Error {
    sqlx::Error::ColumnDecode {
        index: column.to_owned(),
        source: error.to_string().into(),
    }
}

/// The two columns every dated row has.
pub fn span(row: &SqliteRow) -> sqlx::Result<crate::domain::places::DateSpan> {
    Ok(crate::domain::places::DateSpan {
        from: row.parsed("valid_from")?,
        to: row.opt_parsed("valid_to")?,
    })
}
