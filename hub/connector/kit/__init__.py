"""The kit of a partner integrator: scaffold, check, try, certify; and what it measures with."""
