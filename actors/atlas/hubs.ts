const BY_REGION = [
  // Europe
  'LHR CDG FRA AMS MAD MUC IST ZRH VIE FCO LIS CPH HEL DUB BRU WAW ATH ARN OSL BCN KEF',
  // North America
  'ATL ORD DFW DEN LAX JFK EWR MIA IAH SFO SEA YYZ YVR MEX',
  // Central and South America
  'PTY BOG LIM GRU SCL EZE',
  // Middle East and Africa
  'DXB DOH AUH JED CAI ADD NBO JNB CMN',
  // Asia and Oceania
  'SIN HKG HND NRT ICN BKK KUL TPE PEK PVG CAN DEL BOM MNL SYD AKL',
]

/**
 * IATA codes of large connecting airports: where a one-stop itinerary usually changes planes. Chosen by hand
 * from well-known airline hubs; the order means nothing.
 */
export const hubs: readonly string[] = Object.freeze(BY_REGION.flatMap((codes) => codes.split(' ')))
