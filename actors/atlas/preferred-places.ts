/**
 * Names under which travellers mean a place that is not the most populous one of that name. Key: name key;
 * value: ISO country, GeoNames name and what it is known for. Kept short on purpose:
 * everything else is decided by population, and said so in the note.
 */
export const PREFERRED_PLACES: ReadonlyMap<string, readonly [country: string, name: string, why: string]> = new Map([
  ['queenstown', ['NZ', 'Queenstown', 'the lake and ski resort']],
  ['valencia', ['ES', 'Valencia', 'the Mediterranean city']],
  ['toledo', ['ES', 'Toledo', 'the World Heritage old town']],
  ['cordoba', ['ES', 'Córdoba', 'the World Heritage old town']],
  ['granada', ['ES', 'Granada', 'the Alhambra']],
  ['bath', ['GB', 'Bath', 'the Roman baths']],
  ['nice', ['FR', 'Nice', 'the Riviera city']],
  ['bergen', ['NO', 'Bergen', 'the fjord port']],
  ['naples', ['IT', 'Naples', 'the city by Vesuvius']],
  ['petra', ['JO', 'Petra', 'the rock-cut city']],
  ['split', ['HR', 'Split', "Diocletian's palace"]],
  ['cartagena', ['CO', 'Cartagena', 'the Caribbean port']],
  ['sintra', ['PT', 'Sintra', 'the palaces']],
])

/**
 * Names that mean an island or a division first, although a town elsewhere is called the same: the answer is
 * that area's cities.
 */
export const AREAS_FIRST: ReadonlySet<string> = new Set(['bali'])
