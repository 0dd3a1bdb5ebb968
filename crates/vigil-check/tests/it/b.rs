//! Groups from architecture to views.
