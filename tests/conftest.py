"""How examples are looked for; apart from the notebooks, which would wait a third of a second for Hypothesis."""

from hypothesis import Phase, settings

# to hear that a test fails is enough where a bug was planted: its smallest example is not looked for
settings.register_profile("planted", phases=(Phase.explicit, Phase.generate), database=None)
