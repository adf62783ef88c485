/**
 * CO2 equivalent per passenger kilometre by mode, from the UK Government GHG Conversion Factors for Company Reporting
 * 2024 (DESNZ), business travel tables. Flights include the factors' allowance for effects at altitude.
 */
export const CARBON_SOURCE = {
  name: 'UK Government GHG Conversion Factors for Company Reporting 2024 (DESNZ)',
  method:
    'kg CO2e per passenger km: domestic flight 0.273, short-haul economy 0.183, long-haul economy 0.200 (all with effects at altitude), rail 0.035, Channel high-speed rail 0.004, coach 0.027, foot passenger on a ferry 0.019; average car 0.167 per vehicle km shared by the party',
  date: '2024',
  licence: 'Open Government Licence v3.0',
} as const

/** Kilograms per passenger kilometre, and per vehicle kilometre for the car. */
export const CARBON = {
  domesticFlight: 0.27258,
  shortHaulFlight: 0.18287,
  longHaulFlight: 0.20011,
  rail: 0.03546,
  channelRail: 0.00446,
  coach: 0.02717,
  ferry: 0.01871,
  car: 0.16691,
} as const

/** Where the factors change from short to long haul: 3,700 km, as the factors' methodology paper defines it. */
const LONG_HAUL_KM = 3_700

/** Per person for one flight; `km` is what is flown. */
export function flightCarbonKg(km: number, domestic: boolean): number {
  if (km > LONG_HAUL_KM) return km * CARBON.longHaulFlight
  return km * (domestic && km < 1_000 ? CARBON.domesticFlight : CARBON.shortHaulFlight)
}
