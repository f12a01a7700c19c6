/* A chart over a table that says the same. Drawn as SVG, loaded only where one stands; the table is always there.

   data-chart  id of the JSON on the page: {kind: "trend" | "spans", …}. Colours are never alone: bars and lines differ in
   shape, intervals are drawn as whiskers, every value can be read in the table. */
import { BarChart, CustomChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import type { CustomSeriesRenderItem, EChartsCoreOption } from "echarts";

echarts.use([BarChart, LineChart, CustomChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

type Numbers = (number | null)[];
type Trend = { kind: "trend"; label: string; names: string[]; bars: string; counts: Numbers; line: string; values: Numbers; lows: Numbers; highs: Numbers };
type Spans = { kind: "spans"; label: string; names: string[]; line: string; values: Numbers; lows: Numbers; highs: Numbers };

const INK = { text: "#1b2430", quiet: "#55606e", line: "#e3e7ed", bar: "#8fb0e0", mark: "#1b5fc1", whisker: "#55606e" };
const NARROW = 480;
const ROW = 30;

/** A whisker from the low to the high end of an interval, upright or lying. */
function whisker(lying: boolean): CustomSeriesRenderItem {
  return (_params, api) => {
    const [place, low, high] = [api.value(0), api.value(1), api.value(2)].map(Number) as [number, number, number];
    const from = api.coord(lying ? [low, place] : [place, low]);
    const to = api.coord(lying ? [high, place] : [place, high]);
    const style = { stroke: INK.whisker, lineWidth: 1.5 };
    const end = (point: number[]): object => ({ type: "line", style, shape: lying ? { x1: point[0], y1: point[1]! - 4, x2: point[0], y2: point[1]! + 4 } : { x1: point[0]! - 4, y1: point[1], x2: point[0]! + 4, y2: point[1] } });
    return { type: "group", children: [{ type: "line", style, shape: { x1: from[0], y1: from[1], x2: to[0], y2: to[1] } }, end(from), end(to)] } as never;
  };
}

function intervals(told: Trend | Spans): number[][] {
  return told.values.flatMap((value, place) => (value == null || told.lows[place] == null ? [] : [[place, told.lows[place]!, told.highs[place]!]]));
}

const PLAIN = {
  animation: false,
  textStyle: { fontFamily: "inherit", color: INK.text },
  tooltip: { trigger: "axis", renderMode: "richText", confine: true },
};

function trend(told: Trend, narrow: boolean): EChartsCoreOption {
  return {
    ...PLAIN,
    legend: { top: 0, data: [told.bars, told.line], textStyle: { color: INK.text } },
    grid: { left: 4, right: 4, top: 36, bottom: 4, containLabel: true },
    xAxis: { type: "category", data: told.names, axisLabel: { color: INK.quiet, interval: narrow ? 2 : 0 }, axisTick: { show: false } },
    yAxis: [
      { type: "value", minInterval: 1, axisLabel: { color: INK.quiet }, splitLine: { lineStyle: { color: INK.line } } },
      { type: "value", min: 0, max: 100, interval: 25, axisLabel: { color: INK.quiet, formatter: "{value}%" }, splitLine: { show: false } },
    ],
    series: [
      { name: told.bars, type: "bar", data: told.counts, itemStyle: { color: INK.bar } },
      { name: told.line, type: "line", yAxisIndex: 1, data: told.values, symbol: "circle", symbolSize: 7, lineStyle: { color: INK.mark, width: 2 }, itemStyle: { color: INK.mark } },
      { type: "custom", yAxisIndex: 1, z: 5, clip: false, encode: { x: 0, y: [1, 2] }, data: intervals(told), renderItem: whisker(false), silent: true, tooltip: { show: false } },
    ],
  };
}

function spans(told: Spans): EChartsCoreOption {
  return {
    ...PLAIN,
    grid: { left: 4, right: 16, top: 4, bottom: 4, containLabel: true },
    xAxis: { type: "value", min: 0, max: 100, axisLabel: { color: INK.quiet, formatter: "{value}%" }, splitLine: { lineStyle: { color: INK.line } } },
    yAxis: { type: "category", inverse: true, data: told.names, axisLabel: { color: INK.text, width: 120, overflow: "truncate" }, axisTick: { show: false } },
    series: [
      { name: told.line, type: "bar", data: told.values, barMaxWidth: 14, itemStyle: { color: INK.bar } },
      { type: "custom", z: 5, clip: false, encode: { y: 0, x: [1, 2] }, data: intervals(told), renderItem: whisker(true), silent: true, tooltip: { show: false } },
    ],
  };
}

export default function chart(element: HTMLElement): void {
  const source = document.getElementById(element.dataset.chart ?? "")?.textContent;
  if (!source) return;
  const told = JSON.parse(source) as Trend | Spans;
  element.hidden = false;
  element.setAttribute("role", "img");
  element.setAttribute("aria-label", told.label);
  element.style.height = told.kind === "spans" ? `${told.names.length * ROW + 48}px` : "";
  const drawn = echarts.init(element, null, { renderer: "svg" });
  const draw = (): void => drawn.setOption(told.kind === "trend" ? trend(told, element.clientWidth < NARROW) : spans(told), true);
  draw();
  new ResizeObserver(() => {
    drawn.resize();
    draw();
  }).observe(element);
}
