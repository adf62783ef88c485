/**
 * Names under which travellers mean a place that is not the most populous one of that name. Key: name key;
 * value: ISO country, GeoNames name and what it is known for. Kept short on purpose:
 * everything else is decided by population, and said so in the note.
 */
export const PREFERRED_PLACES: ReadonlyMap<string, readonly [country: string, name: string, why: string]> =
  new Map([
    ['amalfi', ['IT', 'Amalfi', 'the town of the Amalfi coast']],
    ['kochi', ['IN', 'Cochin', 'the port of Kerala']],
    ['interlaken', ['CH', 'Interlaken', 'the Alpine resort']],
    ['jasper', ['CA', 'Jasper', 'the national park town']],
    ['new delhi', ['IN', 'New Delhi', 'the capital']],
    ['puno', ['PE', 'Puno', 'the town on Lake Titicaca']],
    ['queenstown', ['NZ', 'Queenstown', 'the lake and ski resort']],
    ['victoria', ['CA', 'Victoria', 'the capital of British Columbia']],
    ['valencia', ['ES', 'Valencia', 'the Mediterranean city']],
    ['toledo', ['ES', 'Toledo', 'the World Heritage old town']],
    ['cordoba', ['ES', 'Córdoba', 'the World Heritage old town']],
  ])

/**
 * Names that mean an island or a division first, although a town elsewhere is called the same: the answer is
 * that area's cities.
 */
export const AREAS_FIRST: ReadonlySet<string> = new Set(['bali', 'goa'])
