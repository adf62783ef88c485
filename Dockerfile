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

HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "--eval", "fetch(`http://127.0.0.1:${process.env.PORT}/health`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]

# Node itself is process 1 and handles SIGTERM: running work is drained, which takes up to 17 seconds.
STOPSIGNAL SIGTERM
CMD ["node", "ops/caravan.mjs", "start", "--log-json"]
