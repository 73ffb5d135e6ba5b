"""What runs in the locked room, beside a learner's code; it imports what learners have."""
