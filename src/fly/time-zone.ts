/** Time zones whose nearest region is not the one of their continent. IANA names. */
const zones = new Map(Object.entries({
  'America/Los_Angeles': 'lax', 'America/Tijuana': 'lax', 'America/Vancouver': 'sjc', 'America/Phoenix': 'lax',
  'America/Denver': 'dfw', 'America/Edmonton': 'dfw', 'America/Mexico_City': 'dfw', 'America/Monterrey': 'dfw',
  'America/Chicago': 'ord', 'America/Winnipeg': 'ord', 'America/Toronto': 'yyz', 'America/Montreal': 'yyz',
  'America/Sao_Paulo': 'gru', 'America/Argentina/Buenos_Aires': 'gru', 'America/Buenos_Aires': 'gru',
  'America/Santiago': 'gru', 'America/Montevideo': 'gru', 'America/Asuncion': 'gru', 'America/La_Paz': 'gru',
  'America/Fortaleza': 'gru', 'America/Bahia': 'gru', 'America/Recife': 'gru', 'America/Manaus': 'gru',
  'Pacific/Honolulu': 'sjc', 'Pacific/Auckland': 'syd', 'Pacific/Fiji': 'syd', 'Pacific/Guam': 'nrt',
  'Europe/London': 'lhr', 'Europe/Dublin': 'lhr', 'Europe/Lisbon': 'lhr', 'Atlantic/Reykjavik': 'lhr', 'Atlantic/Canary': 'cdg',
  'Europe/Paris': 'cdg', 'Europe/Madrid': 'cdg', 'Europe/Monaco': 'cdg', 'Europe/Andorra': 'cdg',
  'Europe/Amsterdam': 'ams', 'Europe/Brussels': 'ams', 'Europe/Stockholm': 'arn', 'Europe/Oslo': 'arn',
  'Europe/Helsinki': 'arn', 'Europe/Copenhagen': 'arn', 'Europe/Tallinn': 'arn', 'Europe/Riga': 'arn',
  'Asia/Tokyo': 'nrt', 'Asia/Seoul': 'nrt', 'Asia/Shanghai': 'nrt', 'Asia/Taipei': 'nrt', 'Asia/Vladivostok': 'nrt',
  'Asia/Kolkata': 'bom', 'Asia/Calcutta': 'bom', 'Asia/Karachi': 'bom', 'Asia/Dubai': 'bom', 'Asia/Colombo': 'bom',
  'Asia/Kathmandu': 'bom', 'Asia/Dhaka': 'bom', 'Asia/Muscat': 'bom', 'Asia/Tashkent': 'bom',
  'Asia/Jerusalem': 'fra', 'Asia/Beirut': 'fra', 'Asia/Amman': 'fra', 'Asia/Istanbul': 'fra', 'Asia/Tbilisi': 'fra',
  'Asia/Baghdad': 'fra', 'Asia/Riyadh': 'fra', 'Asia/Tehran': 'fra', 'Asia/Yerevan': 'fra', 'Asia/Baku': 'fra',
  'Africa/Casablanca': 'cdg', 'Africa/Algiers': 'cdg', 'Africa/Tunis': 'cdg', 'Africa/Cairo': 'fra', 'Africa/Tripoli': 'fra',
  'Africa/Dakar': 'cdg', 'Africa/Abidjan': 'cdg', 'Africa/Accra': 'lhr', 'Africa/Lagos': 'lhr',
}))

const continents = new Map(Object.entries({
  America: 'iad', Atlantic: 'lhr', Europe: 'fra', Africa: 'jnb', Asia: 'sin', Indian: 'sin', Australia: 'syd', Pacific: 'syd', Antarctica: 'syd',
}))

/** The region to preselect for an IANA time zone such as `Europe/Berlin`; `iad` where the zone says nothing (`UTC`). */
export function regionForTimeZone(zone: string): string {
  return zones.get(zone) ?? continents.get(zone.split('/')[0]!) ?? 'iad'
}
