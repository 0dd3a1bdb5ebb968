//! Groups from architecture to views.

mod broken;
mod compared;
mod cross;
mod device;
mod infusion;
mod orchid;
mod passwords;
mod safety;
