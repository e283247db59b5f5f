"""What may be said of a series that a team counts itself."""

from nudges import outside


def test_few_values_say_nothing() -> None:
    """Seven months are no ground for limits."""
    assert outside.SeriesReading(None, signal=False) == outside.read([3, 4, 3, 4, 3, 4, 30])


def test_ordinary_ups_and_downs_are_no_signal() -> None:
    """Wheeler's small series: between the limits, no signal."""
    reading = outside.read([1, 2, 1, 2, 1, 2, 1, 2, 1, 2])
    assert (True, False) == (reading.chart is not None, reading.signal)


def test_figures_in_coarse_steps_have_no_limits() -> None:
    """A few acts a week: whatever is drawn around them would cry wolf."""
    assert outside.SeriesReading(None, signal=False, coarse=True) == outside.read([0, 1, 0, 0, 2, 1, 1, 1, 0, 1])


def test_a_last_value_outside_the_limits_is_one() -> None:
    """The leap is screened out of the limits that must show it."""
    assert outside.read([1, 2, 1, 2, 1, 2, 1, 2, 1, 10]).signal


def test_a_signal_of_long_ago_is_no_news() -> None:
    """The leap of the third month is drawn, and not spoken of as the last value."""
    reading = outside.read([1, 2, 10, 2, 1, 2, 1, 2, 1, 2])
    assert reading.chart is not None
    assert reading.chart.signals
    assert not reading.signal
