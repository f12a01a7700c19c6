/* A map of our own vectors. Optional everywhere: the place also stands in words and can be typed.

   data-layers  GeoJSON of outlines (level, name)       data-points  GeoJSON of points (label, href, tone)
   data-lon/lat one point                               data-pick-lon/-lat  ids of the fields that take a chosen point
   data-tianditu  key: draws 天地图 below our outlines. No other tiles, ever. */
import L from "leaflet";
import "leaflet/dist/leaflet.css";
import type { Feature, FeatureCollection, MultiPolygon, Point, Polygon, Position } from "geojson";
import { announce, button, make, say } from "../words";

type Outline = Feature<Polygon | MultiPolygon, { name: string; level: string; lon?: number; lat?: number; shade?: number; href?: string }>;
const SHADES = ["#ffffff", "#dbe7f7", "#aac6ec", "#6f9fdd", "#1b5fc1"]; // how many, from none to most; the number stands beside it
const STYLE: Record<string, L.PathOptions> = {
  county: { color: "#5b6b80", weight: 2.5, fillOpacity: 0 },
  street: { color: "#7d8ea6", weight: 1.5, fillColor: "#dfe8f2", fillOpacity: 0.55 },
  community: { color: "#b6c2d1", weight: 1, fillOpacity: 0 },
  grid: { color: "#d3dbe5", weight: 0.75, fillOpacity: 0 },
  asked: { color: "#1b5fc1", weight: 2, fillColor: "#1b5fc1", fillOpacity: 0.12 }, // the one area a page is about
};
const TONES: Record<string, string> = { going: "#1b5fc1", late: "#b42318", soon: "#8f5b00", done: "#17754a", asked: "#6b3fa0" };

function inRing([x, y]: Position, ring: Position[]): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    const [xi, yi] = ring[i] as [number, number];
    const [xj, yj] = ring[j] as [number, number];
    if (yi > y! !== yj > y! && x! < ((xj - xi) * (y! - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

function holds(outline: Outline, point: Position): boolean {
  const shapes = outline.geometry.type === "Polygon" ? [outline.geometry.coordinates] : outline.geometry.coordinates;
  return shapes.some((rings) => inRing(point, rings[0] ?? []) && !rings.slice(1).some((hole) => inRing(point, hole)));
}

function pin(tone = ""): L.DivIcon {
  const svg = `<svg width="34" height="34" viewBox="0 0 24 24" aria-hidden="true"><path fill="${TONES[tone] ?? "#b3182b"}" stroke="#fff" stroke-width="1.2" d="M12 22s7.5-7.1 7.500-12.400A7.500 7.500 0 0 0 4.500 9.600C4.500 14.900 12 22 12 22z"/><circle cx="12" cy="9.600" r="2.800" fill="#fff"/></svg>`;
  return L.divIcon({ className: "map-pin", html: svg, iconSize: [34, 34], iconAnchor: [17, 32] });
}

class Ground {
  readonly map: L.Map;
  private outlines: Outline[] = [];
  private marker: L.Marker | null = null;
  private readonly told = make("p", "map-say");

  constructor(private readonly ground: HTMLElement) {
    const quiet = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.map = L.map(ground, { zoomControl: false, attributionControl: false, zoomAnimation: !quiet, fadeAnimation: !quiet, maxZoom: 18, minZoom: 8, scrollWheelZoom: false });
    L.control.zoom({ zoomInTitle: say("zoomIn"), zoomOutTitle: say("zoomOut") }).addTo(this.map);
    this.map.setView([32.06, 118.76], 13);
    this.told.setAttribute("role", "status");
    this.tiles();
  }

  private tiles(): void {
    const key = this.ground.dataset.tianditu;
    if (!key) return;
    for (const layer of ["vec", "cva"]) {
      const query = `SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=${layer}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=${encodeURIComponent(key)}`;
      L.tileLayer(`https://t{s}.tianditu.gov.cn/${layer}_w/wmts?${query}`, { subdomains: "01234567", maxZoom: 18 }).addTo(this.map);
    }
  }

  async layers(): Promise<void> {
    const href = this.ground.dataset.layers;
    if (!href) return;
    const found = (await (await fetch(href)).json()) as FeatureCollection & { sketch?: boolean };
    this.outlines = found.features as Outline[];
    const drawn = L.geoJSON(found, {
      interactive: false,
      style: (feature) => feature?.properties?.shade != null ? { color: "#7d8ea6", weight: 1, fillColor: SHADES[Number(feature.properties.shade)], fillOpacity: 0.7 } : STYLE[feature?.properties?.asked ? "asked" : String(feature?.properties?.level)] ?? STYLE.grid!,
    }).addTo(this.map);
    this.names();
    if (found.sketch) L.control.attribution({ prefix: false }).addAttribution(say("sketch")).addTo(this.map);
    if (!this.marker && drawn.getBounds().isValid()) this.map.fitBounds(drawn.getBounds());
  }

  private names(): void {
    const labels = new Map<string, L.LayerGroup>([["street", L.layerGroup()], ["community", L.layerGroup()]]);
    for (const { properties: told } of this.outlines) {
      const group = labels.get(told.level);
      if (!group || told.lon == null || told.lat == null) continue;
      L.tooltip({ permanent: true, direction: "center", className: "map-name", interactive: false }).setLatLng([told.lat, told.lon]).setContent(document.createTextNode(told.name) as unknown as HTMLElement).addTo(group);
    }
    const show = (): void => {
      const zoom = this.map.getZoom();
      const wanted = zoom >= 15 ? "community" : "street";
      labels.forEach((group, level) => (level === wanted && zoom >= 12 ? group.addTo(this.map) : group.remove()));
    };
    this.map.on("zoomend", show);
    show();
  }

  async points(): Promise<void> {
    const href = this.ground.dataset.points;
    if (!href) return;
    const found = (await (await fetch(href)).json()) as FeatureCollection<Point>;
    for (const { geometry, properties } of found.features) {
      const [lon, lat] = geometry.coordinates as [number, number];
      const one = L.marker([lat, lon], { icon: pin(properties?.tone as string), title: properties?.label as string, alt: properties?.label as string, keyboard: true }).addTo(this.map);
      if (properties?.href) one.on("click keypress", () => (location.href = String(properties.href)));
    }
  }

  put(lon: number, lat: number, near = 16): void {
    this.marker ??= L.marker([lat, lon], { icon: pin(), keyboard: false, interactive: false }).addTo(this.map);
    this.marker.setLatLng([lat, lon]);
    this.map.setView([lat, lon], Math.max(this.map.getZoom(), near));
  }

  placeOf(lon: number, lat: number): string {
    return ["street", "community", "grid"]
      .map((level) => this.outlines.find((one) => one.properties.level === level && holds(one, [lon, lat]))?.properties.name)
      .filter(Boolean)
      .join(" · ");
  }

  picking(lonField: HTMLInputElement, latField: HTMLInputElement): void {
    const tools = make("div", "map-tools");
    const me = button(say("locate"));
    const aim = button(say("aim"));
    tools.append(me, aim);
    const cross = make("div", "map-aim");
    cross.innerHTML = '<svg viewBox="0 0 24 24" width="32" height="32" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true"><path d="M12 3v7M12 14v7M3 12h7M14 12h7"/></svg>';
    this.ground.append(cross);
    this.ground.before(tools, this.told);
    this.told.textContent = say(window.matchMedia("(pointer: coarse)").matches ? "mapTouch" : "mapKeys");
    const choose = (lon: number, lat: number): void => {
      this.put(lon, lat);
      lonField.value = lon.toFixed(6);
      latField.value = lat.toFixed(6);
      for (const field of [lonField, latField]) field.dispatchEvent(new Event("input", { bubbles: true }));
      const place = this.placeOf(lon, lat);
      this.told.textContent = place ? say("picked", { place }) : say("pickedPoint");
      this.ground.dispatchEvent(new CustomEvent("map:picked", { bubbles: true, detail: { lon, lat, place } }));
    };
    const centre = (): void => {
      const { lat, lng } = this.map.getCenter();
      choose(lng, lat);
    };
    this.map.on("click", (event) => choose(event.latlng.lng, event.latlng.lat));
    aim.addEventListener("click", centre);
    this.ground.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target !== this.ground) return;
      event.preventDefault();
      centre();
    });
    me.addEventListener("click", () => this.locate(me, choose));
    if (lonField.value && latField.value) this.put(Number(lonField.value), Number(latField.value));
  }

  private locate(me: HTMLButtonElement, choose: (lon: number, lat: number) => void): void {
    if (!navigator.geolocation) {
      this.told.textContent = say("notLocated");
      return;
    }
    me.setAttribute("aria-busy", "true");
    this.told.textContent = say("locating");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        me.removeAttribute("aria-busy");
        choose(coords.longitude, coords.latitude);
        announce(say("located"));
      },
      () => {
        me.removeAttribute("aria-busy");
        this.told.textContent = say("notLocated");
      },
      { enableHighAccuracy: true, timeout: 12_000, maximumAge: 60_000 },
    );
  }
}

export default function map(element: HTMLElement): void {
  element.hidden = false;
  element.tabIndex = 0;
  element.setAttribute("role", "application");
  element.setAttribute("aria-label", `${element.dataset.label ?? ""} ${say("mapKeys")}`.trim());
  const ground = new Ground(element);
  const { lon, lat, pickLon, pickLat } = element.dataset;
  if (lon && lat) ground.put(Number(lon), Number(lat));
  const lonField = document.getElementById(pickLon ?? "");
  const latField = document.getElementById(pickLat ?? "");
  if (lonField instanceof HTMLInputElement && latField instanceof HTMLInputElement) ground.picking(lonField, latField);
  Promise.all([ground.layers(), ground.points()]).catch(() => announce(say("mapFailed")));
}
