//! Things that hang together, as trees in one row.

/// Numbered things and which of them are joined.
#[derive(Debug, Default)]
pub(super) struct Joined {
    above: Vec<usize>,
}

impl Joined {
    /// One more thing, joined to none; its number.
    pub fn add(&mut self) -> usize {
        self.above.push(self.above.len());
        self.above.len() - 1
    }

    fn root(&mut self, mut number: usize) -> usize {
        while self.above[number] != number {
            let next = self.above[self.above[number]];
            self.above[number] = next;
            number = next;
        }
        number
    }

    /// Joins two things; whether they were not joined before.
    pub fn join(&mut self, a: usize, b: usize) -> bool {
        let (a, b) = (self.root(a), self.root(b));
        self.above[a.max(b)] = a.min(b);
        a != b
    }

    /// All groups, each in order, by their first.
    pub fn groups(&mut self) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = vec![Vec::new(); self.above.len()];
        for number in 0..self.above.len() {
            let root = self.root(number);
            groups[root].push(number);
        }
        groups.retain(|group| !group.is_empty());
        groups
    }
}
