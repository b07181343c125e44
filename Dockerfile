# One image for every station: `hub run router`, `hub run connector vn`, `hub run api` …
# Not built where it was written (no Docker engine there); tests/architecture/test_compose.py
# checks what can be checked without one.
FROM python:3.12-slim AS build
WORKDIR /app
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements.txt ./
RUN pip install --require-hashes -r requirements.txt
COPY pyproject.toml README.md ./
COPY hub hub
COPY connectors connectors
RUN pip install --no-deps --no-build-isolation --editable .
# The hottest module is compiled (docs/decisions/0006); compiler and mypy stay behind.
COPY requirements-dev.txt ./
RUN apt-get update && apt-get install --yes --no-install-recommends gcc libc6-dev \
 && python -m venv /tools && /tools/bin/pip install --require-hashes -r requirements-dev.txt \
 && /tools/bin/python -m hub.native && test -d .local/cache/native

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin hub
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build /app /app
COPY schemas schemas
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
# hub.native.ALLOCATION says why.
ENV GLIBC_TUNABLES=glibc.malloc.tcache_count=1000
USER hub
ENTRYPOINT ["hub"]
CMD ["--help"]
