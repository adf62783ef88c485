FROM node:24-slim

WORKDIR /app
ENV NODE_ENV=production

# The image is its own Node, so the one among the optional packages is left out.
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts && npm cache clean --force

COPY . .
RUN mkdir /data && chown node:node /data

USER node
VOLUME /data
EXPOSE 8080

# NATS_URL has to name a NATS server with JetStream: there is none in this image.
ENV HOST=0.0.0.0 PORT=8080 CARAVAN_HOME=/data
# As the two options of Node below: less memory (ops/small-heap.ts, docs/performance.md).
ENV MALLOC_ARENA_MAX=2

# One image for every role: start (all in one), host, gateway, hosts, and whatever else the command line has.
# Node itself is process 1 and handles SIGTERM: running work is drained, which takes up to 17 seconds.
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "--max-semi-space-size=8", "--heap-growing-percent=120", "ops/caravan.mjs"]
CMD ["start", "--log-json"]
