//! Terminal (to come)
