/** Paper cuts on a 180 × 120 sheet: p teal, a persimmon, s the card, n the ground; 2 and 3 are lighter. */
export const scenes = {
  /** A landing with a door, letter boxes and a plant: nothing has arrived yet. */
  corridor: (
    <>
      <path className="n" d="M10 100h160v6H10z" />
      <path className="p3" d="M24 18h132v82H24z" />
      <path className="p" d="M72 34a4 4 0 0 1 4-4h28a4 4 0 0 1 4 4v66H72z" />
      <path className="s" d="M78 38h24v18H78zM78 62h24v30H78z" opacity=".16" />
      <circle className="a" cx="102" cy="67" r="2.6" />
      <path className="a2" d="M66 100h48l4 5H62z" />
      <path className="s" d="M124 34h24v34h-24z" />
      <path className="p2" d="M127 38h8v7h-8zM137 38h8v7h-8zM127 48h8v7h-8zM137 48h8v7h-8zM127 58h8v7h-8z" />
      <path className="a" d="M137 58h8v7h-8z" />
      <path className="a" d="M37 84h18l-3 16H40z" />
      <path className="p" d="M46 84c-1-10-8-14-14-15 1 8 5 14 14 15zM46 84c0-13 5-20 12-23 1 11-3 20-12 23z" />
      <path className="p2" d="M46 84c-4-12-3-20 1-27 5 8 5 18-1 27z" />
      <path className="l3" d="M24 18h132" />
    </>
  ),
  /** A cat that looked everywhere. */
  cat: (
    <>
      <path className="n" d="M10 100h160v6H10z" />
      <circle className="p3" cx="92" cy="56" r="42" />
      <path className="p" d="M66 100c-3-20 2-36 14-41l-3-16 10 7h12l10-7-3 16c11 6 16 21 13 41z" />
      <path className="s" d="M86 56a2 2 0 1 1 4 0 2 2 0 0 1-4 0zM98 56a2 2 0 1 1 4 0 2 2 0 0 1-4 0z" />
      <path className="a" d="M92 61h4l-2 2.5z" />
      <path className="l" d="M118 92c10 4 18-1 17-9-1-5-7-6-9-2" strokeWidth="5" />
      <path className="a" d="M134 40c-5-6-11-3-10 2 1 4 6 4 10 0zm0 0c5-6 11-3 10 2-1 4-6 4-10 0z" />
      <path className="a2" d="M134 40c-4 3-5 8-1 9 3 0 3-5 1-9zm0 0c4 3 5 8 1 9-3 0-3-5-1-9z" />
      <path className="p2" d="M30 100c-2-10-6-15-12-17 0 9 4 15 12 17zM32 100c-1-14 3-22 9-27 3 11 0 21-9 27z" />
      <path className="s" d="M78 100c0-8 4-12 9-12s7 4 7 12zM96 100c0-8 3-12 8-12s8 4 8 12z" opacity=".18" />
    </>
  ),
  /** A flower pot that fell: something broke, the plant lives. */
  broken: (
    <>
      <path className="n" d="M10 100h160v6H10z" />
      <path className="p3" d="M30 40h120v6H30zM40 46h4v54h-4zM136 46h4v54h-4z" />
      <path className="a" d="M78 100l-4-20 8-6 6 8 5-9 7 7-2 20z" />
      <path className="a2" d="M104 100l3-12 12 5-3 7zM60 100l6-9 6 4-1 5z" />
      <path className="p" d="M86 76c-2-14-11-21-20-22 1 12 8 21 20 22zM88 76c-1-19 6-30 17-35 3 17-3 30-17 35z" />
      <path className="p2" d="M87 76c-5-15-4-27 1-37 7 11 7 24-1 37z" />
      <path className="l" d="M88 76l-2 8" />
      <path className="p2" d="M122 100c2-3 6-3 8 0zM48 100c2-3 5-3 7 0z" />
      <path className="p3" d="M53 27h16l-2 13H55zM106 24h16l-2 16h-12z" />
      <path className="p2" d="M61 27c-1-6-4-9-8-10 0 6 3 9 8 10zM62 27c0-7 3-11 7-13 1 7-2 11-7 13zM113 24c-3-7-2-13 1-17 4 6 4 12-1 17z" />
    </>
  ),
  /** The gate with its barrier down. */
  gate: (
    <>
      <path className="n" d="M10 100h160v6H10z" />
      <path className="p3" d="M96 28h14v72H96zM116 44h14v56h-14zM136 34h18v66h-18z" />
      <path className="p" d="M28 50l24-14 24 14v6H28z" />
      <path className="p2" d="M32 56h40v44H32z" />
      <path className="s" d="M38 62h28v16H38z" />
      <circle className="a" cx="52" cy="69" r="5" />
      <path className="a" d="M44 78c1-4 4-5 8-5s7 1 8 5z" />
      <path className="p" d="M78 70h8v30h-8z" />
      <path className="s" d="M82 74h78v6H82z" />
      <path className="a" d="M90 74h14l-4 6H86zM118 74h14l-4 6h-14zM146 74h14v6h-18z" />
      <circle className="p" cx="82" cy="77" r="4" />
      <path className="s" d="M100 38h6v5h-6zM140 42h10v5h-10zM140 54h10v5h-10zM120 52h6v5h-6z" opacity=".7" />
    </>
  ),
  /** A kite whose string is cut. */
  offline: (
    <>
      <path className="n" d="M10 100h160v6H10z" />
      <path className="p3" d="M24 78c0-9 7-15 15-14 3-8 17-9 21 0 9-2 15 5 14 14zM112 46c0-6 5-11 11-10 3-7 14-7 17 0 7-1 12 4 12 10z" />
      <path className="p" d="M86 22l22 22-30 20-12-26z" />
      <path className="a" d="M86 22l-8 42-12-26z" />
      <path className="s" d="M86 22l-8 42 9-22z" opacity=".35" />
      <path className="l" d="M78 64c-3 8 4 10 1 17" />
      <path className="l" d="M96 100c6-3 4-8 9-9" strokeDasharray="1 5" />
      <path className="a" d="M74 70l7 2-6 4zM76 77l7 1-5 5z" />
      <circle className="a" cx="120" cy="82" r="5" />
      <path className="p" d="M112 100c0-8 3-12 8-12s8 4 8 12z" />
      <path className="l" d="M114 92l-8-1" strokeWidth="3" />
    </>
  ),
  /** Two neighbours under a tree: the work is done. */
  rest: (
    <>
      <path className="n" d="M10 100h160v6H10z" />
      <circle className="p3" cx="60" cy="44" r="30" />
      <circle className="p2" cx="84" cy="38" r="24" />
      <circle className="p" cx="66" cy="50" r="20" />
      <path className="p" d="M66 60h6v40h-6z" />
      <path className="a" d="M48 40a4 4 0 1 1 8 0 4 4 0 0 1-8 0zM80 30a4 4 0 1 1 8 0 4 4 0 0 1-8 0zM74 56a4 4 0 1 1 8 0 4 4 0 0 1-8 0z" />
      <circle className="a" cx="108" cy="66" r="6" />
      <path className="p" d="M98 100V84c0-7 4-10 10-10s10 3 10 10v16z" />
      <circle className="a" cx="146" cy="66" r="6" />
      <path className="p2" d="M136 100V84c0-7 4-10 10-10s10 3 10 10v16z" />
      <path className="p2" d="M119 84h16v3h-16zM125 87h4v13h-4z" />
      <path className="a" d="M122 79h4v5h-4zM129 79h4v5h-4z" />
    </>
  ),
} as const
