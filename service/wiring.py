def _way(kind: str, site: GitHubSite | JiraSite) -> Way:
    try:
        _ = site.way.certificates
    except OSError:
        path = f"{site.ca_bundle} cannot be read, or holds no certificates in PEM form"
        raise SettingsError([f"{kind} {site.name}: ca_bundle: {path}"]) from None
    return site.way
