/**
 * Names under which travellers mean a place that is not the most populous one of that name. Key: name key;
 * value: ISO country, GeoNames name and what it is known for. Kept short on purpose:
 * everything else is decided by population, and said so in the note.
 */
export const PREFERRED_PLACES: ReadonlyMap<string, readonly [country: string, name: string, why: string]> =
  new Map([
    ['amalfi', ['IT', 'Amalfi', 'the town of the Amalfi coast']],
    ['interlaken', ['CH', 'Interlaken', 'the Alpine resort']],
    ['jasper', ['CA', 'Jasper', 'the national park town']],
    ['new delhi', ['IN', 'New Delhi', 'the capital']],
    ['puno', ['PE', 'Puno', 'the town on Lake Titicaca']],
    ['puerto de la cruz', ['ES', 'Puerto de la Cruz', 'the resort of Tenerife']],
    ['queenstown', ['NZ', 'Queenstown', 'the lake and ski resort']],
    ['victoria', ['CA', 'Victoria', 'the capital of British Columbia']],
    ['valencia', ['ES', 'Valencia', 'the Mediterranean city']],
    ['toledo', ['ES', 'Toledo', 'the World Heritage old town']],
    ['arrecife', ['ES', 'Arrecife', 'the capital of Lanzarote']],
    ['churchill', ['CA', 'Churchill', 'the town of the polar bears']],
    ['crete', ['GR', 'Heraklion', 'the largest city of the island']],
    ['elba', ['IT', 'Portoferraio', 'the main town of the island']],
    ['gizo', ['SB', 'Gizo', 'the island of the Solomons']],
    ['islay', ['GB', 'Port Ellen', 'the port of the Scottish island']],
    ['kashmir', ['IN', 'Srinagar', 'the city of the Kashmir valley']],
    ['kochi', ['IN', 'Cochin', 'the port of Kerala']],
    ['la gomera', ['ES', 'San Sebastián de la Gomera', 'the main town of the Canary island']],
    ['la palma', ['ES', 'Santa Cruz de la Palma', 'the main town of the Canary island']],
    ['madeira', ['PT', 'Funchal', 'the main town of the island']],
    ['mahe', ['SC', 'Victoria', 'the main town of the Seychelles']],
    ['olbia', ['IT', 'Olbia', 'the port of Sardinia']],
    ['orkney', ['GB', 'Kirkwall', 'the main town of the islands']],
    ['sal', ['CV', 'Santa Maria', 'the resort of the Cape Verdean island']],
    ['vieques', ['PR', 'Isabel Segunda', 'the main town of the island']],
    ['bagan', ['MM', 'Bagan', 'the plain of temples']],
    ['bethlehem', ['PS', 'Bethlehem', 'the town of the Nativity']],
    ['trinidad', ['CU', 'Trinidad', 'the colonial town; the island of that name has Port of Spain']],
    ['cordoba', ['ES', 'Córdoba', 'the World Heritage old town']],
  ])

/**
 * Names that mean an island or a division first, although a town elsewhere is called the same: the answer is
 * that area's cities.
 */
export const AREAS_FIRST: ReadonlySet<string> = new Set(['bali', 'goa'])
