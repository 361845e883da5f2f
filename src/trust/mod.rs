//! trust (to come)
