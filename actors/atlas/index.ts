/**
 * The atlas: places, distances, airports, daylight, holidays, money and country facts, all offline. Data files
 * are read on first use; a damaged one throws an Error that names it. Everything returned is read-only.
 */
export { airportsNear, findAirport, type Airport, type NearbyAirport } from './airports.ts'
export { cityOfAirport } from './airport-city.ts'
export { countryFacts, type CountryFacts } from './country-facts.ts'
export { countryCode, countryInSentence } from './country-names.ts'
export { currencies, currencyDecimals, currencyRate, isCurrency } from './currency.ts'
export { daylight } from './daylight.ts'
export { distanceKm } from './distance.ts'
export { economyOf } from './economy.ts'
export type { EmergencyNumbers } from './emergency-numbers.ts'
export { findPlace, type PlaceLookup } from './find-place.ts'
export { allPlaces } from './gazetteer.ts'
export { holidaysBetween, type Holiday } from './holidays.ts'
export { holidaysEffect } from './holiday-effects.ts'
export { hubs } from './hubs.ts'
export { nearbyPlaces } from './nearby-places.ts'
export { fullPlaceLabel, placeLabel, type Place } from './place.ts'
export { LEVELS_DATE } from './price-levels.ts'
export { zoneDifferenceHours, zoneOffsetMinutes } from './time-zones.ts'
export { type VisitorSeason, visitorSeasons, weeklyRest } from './visitor-seasons.ts'
export { unusualPlaceNotes } from './unusual-places.ts'
