/** Places in a list, in their order. */
export interface PlaceList {
  /** Whether a place is one of them from now on. */
  put(place: number, isIn: boolean): void;
  size(): number;
  /** Those from this place on. */
  from(place: number): Iterable<number>;
}

/** For few places of a long list: coming and going costs what comes after them. */
export const makePlaceList = (): PlaceList => {
  const places: number[] = [];
  /** Where the first one stands that is not before this. */
  const indexOf = (place: number): number => {
    let [low, high] = [0, places.length];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((places[middle] ?? place) < place) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    put: (place, isIn) => {
      const index = indexOf(place);
      const isThere = places[index] === place;
      if (isIn && !isThere) places.splice(index, 0, place);
      if (!isIn && isThere) places.splice(index, 1);
    },
    size: () => places.length,
    *from(place) {
      for (let index = indexOf(place); index < places.length; index += 1) yield places[index] ?? 0;
    },
  };
};
