//! A persistent table: entities by a small key, in the order in which they came.
//! Cloning it costs a few pointers, which is what makes a dataset a cheap snapshot;
//! a removed row's key is never given again.

use std::fmt::Debug;
use std::marker::PhantomData;
use std::sync::Arc;

use imbl::Vector;

/// A key of one kind of entity: its row in a [`Table`]. It lives as long as the
/// program holds the data set; an entity's name for life is its UUID.
pub trait Key: Copy + Ord + Debug {
    /// The key of the row `index`.
    fn from_index(index: usize) -> Self;
    /// The row of this key.
    fn index(self) -> usize;
}

/// Declares a key type.
macro_rules! key {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
        )]
        pub struct $name(pub u32);

        impl $crate::model::Key for $name {
            fn from_index(index: usize) -> Self {
                // A table of more rows than this would not fit in memory.
                Self(u32::try_from(index).unwrap_or(u32::MAX))
            }

            fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}
pub(crate) use key;

/// Entities of type `T` by keys of type `K`.
///
/// ```
/// use marz::model::{DecreeKey, Table};
/// let mut table: Table<DecreeKey, &str> = Table::default();
/// let key = table.insert("1362");
/// let before = table.clone();
/// table.set(key, "1389");
/// assert_eq!(before.get(key), Some(&"1362"));
/// assert_eq!(table.get(key), Some(&"1389"));
/// ```
pub struct Table<K, T> {
    rows: Vector<Option<Arc<T>>>,
    key: PhantomData<K>,
}

impl<K, T> Clone for Table<K, T> {
    fn clone(&self) -> Self {
        Self {
            rows: self.rows.clone(),
            key: PhantomData,
        }
    }
}

impl<K, T> Default for Table<K, T> {
    fn default() -> Self {
        Self {
            rows: Vector::new(),
            key: PhantomData,
        }
    }
}

impl<K, T: Debug> Debug for Table<K, T> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_list().entries(self.rows.iter()).finish()
    }
}

impl<K: Key, T: PartialEq> PartialEq for Table<K, T> {
    fn eq(&self, other: &Self) -> bool {
        self.iter_shared().eq(other.iter_shared())
    }
}

impl<K: Key, T> Table<K, T> {
    /// How many entities there are.
    pub fn len(&self) -> usize {
        self.rows.iter().filter(|row| row.is_some()).count()
    }

    /// Whether there is no entity.
    pub fn is_empty(&self) -> bool {
        self.rows.iter().all(Option::is_none)
    }

    /// The key that the next [`Table::insert`] gives.
    pub fn next_key(&self) -> K {
        K::from_index(self.rows.len())
    }

    /// The entity of `key`, or nothing where it was removed or never was.
    pub fn get(&self, key: K) -> Option<&T> {
        self.rows.get(key.index())?.as_deref()
    }

    /// The entity of `key`, shared with the table.
    pub fn get_shared(&self, key: K) -> Option<&Arc<T>> {
        self.rows.get(key.index())?.as_ref()
    }

    /// Adds an entity and gives its key.
    pub fn insert(&mut self, value: T) -> K {
        let key = self.next_key();
        self.rows.push_back(Some(Arc::new(value)));
        key
    }

    /// Puts `value` at `key`, whether or not something was there.
    pub fn set(&mut self, key: K, value: T) {
        self.put(key, Some(Arc::new(value)));
    }

    /// Puts a shared entity, or nothing, at `key`. Undo gives a removed row back so.
    pub fn put(&mut self, key: K, value: Option<Arc<T>>) {
        while self.rows.len() <= key.index() {
            self.rows.push_back(None);
        }
        self.rows.set(key.index(), value);
    }

    /// Removes and returns the entity of `key`.
    pub fn remove(&mut self, key: K) -> Option<Arc<T>> {
        let row = self.rows.get_mut(key.index())?;
        row.take()
    }

    /// All entities in the order of their keys.
    pub fn iter(&self) -> impl Iterator<Item = (K, &T)> {
        self.iter_shared().map(|(key, value)| (key, &**value))
    }

    /// All entities in the order of their keys, shared with the table.
    pub fn iter_shared(&self) -> impl Iterator<Item = (K, &Arc<T>)> {
        self.rows
            .iter()
            .enumerate()
            .filter_map(|(index, row)| Some((K::from_index(index), row.as_ref()?)))
    }

    /// All keys in order.
    pub fn keys(&self) -> impl Iterator<Item = K> {
        self.iter_shared().map(|(key, _)| key)
    }
}

impl<K: Key, T: Clone> Table<K, T> {
    /// Changes the entity of `key` in this table alone; clones of the table keep
    /// what they had. Returns whether there was one.
    pub fn update(&mut self, key: K, change: impl FnOnce(&mut T)) -> bool {
        match self.rows.get_mut(key.index()) {
            Some(Some(row)) => {
                change(Arc::make_mut(row));
                true
            }
            _ => false,
        }
    }
}
