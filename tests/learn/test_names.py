"""The rooms of learn are named so that an import never hides a call."""

import pkgutil

import marginlib.learn


def test_no_module_has_the_name_of_a_public_function() -> None:
    """`from marginlib.learn import check` is the call, whatever was imported before."""
    modules = {module.name for module in pkgutil.iter_modules(marginlib.learn.__path__)}
    assert not modules & {name for name in marginlib.learn.__all__ if callable(getattr(marginlib.learn, name))}
