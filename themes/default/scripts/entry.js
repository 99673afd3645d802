// The one script every page loads.
export {};
