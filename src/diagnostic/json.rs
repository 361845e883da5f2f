//! JSON (to come)
