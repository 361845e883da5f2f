//! theme (to come)
