"""A class at once on one server: what each learner costs in memory (`uvx nox -s soak`)."""
