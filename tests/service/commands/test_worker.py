"""A worker that has nothing to work for."""


def test_where_serve_does_the_work_itself_a_worker_is_refused_with_what_to_write(detour, tmp_path):
    path = tmp_path / "detour.toml"
    path.write_text(f'[store]\nurl = "sqlite:///{tmp_path / "detour.db"}"\n')

    status, _, said = detour("worker", "--config", path)

    assert (status, '[jobs] runner = "cluster"' in said) == (2, True)
    assert not (tmp_path / "detour.db").exists()
