import { Histogram, type Registry } from 'prom-client';

/** Writes down one answered request: the route's pattern and never the address, so that series stay few. */
export type MeasureRequest = (route: string, method: string, status: number, seconds: number) => void;

/** Creates the histogram of answered requests by route, method and class of status. */
export function createRequestMetrics(registry: Registry): MeasureRequest {
  const histogram = new Histogram({
    name: 'http_request_seconds',
    help: 'Time to answer a request of the API',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  });
  return (route, method, status, seconds) => {
    histogram.observe({ route, method, status: `${Math.floor(status / 100)}xx` }, seconds);
  };
}
