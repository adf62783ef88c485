/**
 * The land polygons of a TopoJSON file: which one a point stands on, and which coast is nearest. Holes are not read:
 * the 1:10m land has one, the Caspian Sea, and counts it as land. Used by `landmass-bake.ts` only.
 */

type Pair = readonly [number, number]

/** What is read of a TopoJSON file: arcs are quantized and delta-encoded, `~n` names arc n run backwards. */
export type LandTopology = {
  readonly transform: { readonly scale: Pair; readonly translate: Pair }
  readonly arcs: readonly (readonly Pair[])[]
  readonly objects: {
    readonly land: {
      readonly geometries: readonly {
        readonly type: 'MultiPolygon'
        /** By polygon, by ring (the outer one first), the numbers of its arcs. */
        readonly arcs: readonly (readonly (readonly number[])[])[]
      }[]
    }
  }
}

/** Longitude and latitude; beyond 180 on a ring that crosses the date line. */
type Ring = readonly Pair[]
type Edge = readonly [from: Pair, to: Pair]
type Box = { readonly west: number; readonly south: number; readonly east: number; readonly north: number }
type ShorePoint = { readonly lon: number; readonly lat: number; readonly polygon: number }

/** Polygons are known by their number in the file. */
export type LandPolygons = {
  readonly rings: readonly Ring[]
  /** The polygon whose outer ring holds the point. */
  readonly at: (lon: number, lat: number) => number | undefined
  /** The polygon with the nearest coast less than `withinKm` away, `except` left out. */
  readonly nearest: (
    lon: number,
    lat: number,
    withinKm: number,
    except?: number,
  ) => { readonly polygon: number; readonly km: number } | undefined
}

/** Shorelines are sampled at this distance for the nearest coast, and the samples kept in buckets. Degrees. */
const SHORE_STEP = 0.02
const BUCKET = 0.25
/** Polygons are found by the cells their box touches, their edges by the bands of latitude they touch. Degrees. */
const CELL = 5
const BAND = 0.1
const KM_PER_DEGREE = 111.2
/** Rings run beyond 180; a point west of this may be on one of them. */
const FAR_WEST = -150

export function landPolygons(topology: LandTopology): LandPolygons {
  const rings = outerRings(topology).map(acrossDateLine)
  const boxes = rings.map(boxOf)
  const cells = new Map<string, number[]>()
  for (const [polygon, box] of boxes.entries()) {
    for (let x = Math.floor(box.west / CELL); x <= Math.floor(box.east / CELL); x += 1) {
      for (let y = Math.floor(box.south / CELL); y <= Math.floor(box.north / CELL); y += 1)
        listIn(cells, `${x} ${y}`).push(polygon)
    }
  }
  const bands = rings.map(edgesByBand)
  const holding = (lon: number, lat: number): number | undefined =>
    cells.get(`${Math.floor(lon / CELL)} ${Math.floor(lat / CELL)}`)?.find((polygon) => {
      const box = boxes[polygon]
      if (box === undefined || lon < box.west || lon > box.east || lat < box.south || lat > box.north)
        return false
      return isInside(bands[polygon]?.get(Math.floor(lat / BAND)) ?? [], lon, lat)
    })
  return {
    rings,
    at: (lon, lat) => holding(lon, lat) ?? (lon < FAR_WEST ? holding(lon + 360, lat) : undefined),
    nearest: nearestShore(rings),
  }
}

function outerRings(topology: LandTopology): readonly Ring[] {
  const { scale, translate } = topology.transform
  const arcs = topology.arcs.map((arc): Ring => {
    let x = 0
    let y = 0
    return arc.map(([right, up]) => {
      x += right
      y += up
      return [x * scale[0] + translate[0], y * scale[1] + translate[1]]
    })
  })
  const joined = (numbers: readonly number[]): Ring =>
    numbers.flatMap((number, index) => {
      const arc = (number < 0 ? arcs[~number]?.toReversed() : arcs[number]) ?? []
      return index === 0 ? arc : arc.slice(1)
    })
  return topology.objects.land.geometries.flatMap(({ type, arcs: polygons }) => {
    if (type !== 'MultiPolygon') throw new Error(`Expected a MultiPolygon, found ${String(type)}`)
    return polygons.map((polygon) => joined(polygon[0] ?? []))
  })
}

/** A ring that jumps from one side of the map to the other, made continuous and moved to the eastern side. */
function acrossDateLine(ring: Ring): Ring {
  let shift = 0
  let before = ring[0]?.[0] ?? 0
  const continuous = ring.map(([lon, lat]): Pair => {
    if (lon - before > 180) shift -= 360
    if (lon - before < -180) shift += 360
    before = lon
    return [lon + shift, lat]
  })
  if (continuous.every(([lon], index) => lon === ring[index]?.[0])) return ring
  const { east } = boxOf(continuous)
  const move = east <= 0 ? 360 : east > 360 ? -360 : 0
  return continuous.map(([lon, lat]) => [lon + move, lat])
}

function boxOf(ring: Ring): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [lon, lat] of ring) {
    west = Math.min(west, lon)
    south = Math.min(south, lat)
    east = Math.max(east, lon)
    north = Math.max(north, lat)
  }
  return { west, south, east, north }
}

function edgesByBand(ring: Ring): ReadonlyMap<number, readonly Edge[]> {
  const bands = new Map<number, Edge[]>()
  let from = ring.at(-1)
  for (const to of ring) {
    if (from === undefined) break
    const last = Math.floor(Math.max(from[1], to[1]) / BAND)
    for (let band = Math.floor(Math.min(from[1], to[1]) / BAND); band <= last; band += 1)
      listIn(bands, band).push([from, to])
    from = to
  }
  return bands
}

/** Whether a ray eastwards crosses the ring an odd number of times. */
function isInside(edges: readonly Edge[], lon: number, lat: number): boolean {
  let inside = false
  for (const [[fromLon, fromLat], [toLon, toLat]] of edges) {
    if (toLat > lat === fromLat > lat) continue
    if (lon < ((fromLon - toLon) * (lat - toLat)) / (fromLat - toLat) + toLon) inside = !inside
  }
  return inside
}

/** Flat-earth distance to the sampled shores, looked up in the buckets around the point. */
function nearestShore(rings: readonly Ring[]): LandPolygons['nearest'] {
  const buckets = new Map<string, ShorePoint[]>()
  for (const [polygon, ring] of rings.entries()) {
    for (const [index, to] of ring.entries()) {
      const from = ring[index - 1]
      if (from === undefined) continue
      const [right, up] = [to[0] - from[0], to[1] - from[1]]
      const steps = Math.max(1, Math.ceil(Math.hypot(right, up) / SHORE_STEP))
      for (let step = 0; step <= steps; step += 1) {
        const unbound = from[0] + (right * step) / steps
        const lon = unbound > 180 ? unbound - 360 : unbound
        const lat = from[1] + (up * step) / steps
        listIn(buckets, `${Math.floor(lon / BUCKET)} ${Math.floor(lat / BUCKET)}`).push({ lon, lat, polygon })
      }
    }
  }
  return (lon, lat, withinKm, except) => {
    const shrink = Math.cos((lat * Math.PI) / 180)
    const rows = Math.ceil(withinKm / KM_PER_DEGREE / BUCKET)
    const columns = Math.ceil(withinKm / KM_PER_DEGREE / Math.max(shrink, 0.05) / BUCKET)
    let least = withinKm
    let found: number | undefined
    for (let right = -columns; right <= columns; right += 1) {
      for (let up = -rows; up <= rows; up += 1) {
        const key = `${Math.floor(lon / BUCKET) + right} ${Math.floor(lat / BUCKET) + up}`
        for (const shore of buckets.get(key) ?? []) {
          if (shore.polygon === except) continue
          const km = Math.hypot((shore.lon - lon) * shrink, shore.lat - lat) * KM_PER_DEGREE
          if (km >= least) continue
          least = km
          found = shore.polygon
        }
      }
    }
    return found === undefined ? undefined : { polygon: found, km: least }
  }
}

function listIn<K, V>(lists: Map<K, V[]>, key: K): V[] {
  const list = lists.get(key) ?? []
  if (list.length === 0) lists.set(key, list)
  return list
}
