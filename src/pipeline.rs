//! Recipe (to come)
