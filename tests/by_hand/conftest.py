import pytest
from threadpoolctl import threadpool_limits


@pytest.fixture(autouse=True, scope="package")
def one_thread():
    """Thousands of tiny neighbour searches: starting threads for each costs more than it saves."""
    with threadpool_limits(1):
        yield
