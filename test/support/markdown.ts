/** The anchor that GitHub gives to a heading. */
export function anchorOf(heading: string): string {
  return heading.replaceAll('`', '').trim().toLowerCase().replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '').replaceAll(' ', '-')
}
