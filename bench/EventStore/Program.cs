using Sagas.EventStore.Benchmark;

// What the store costs against hand-written code that writes and reads the same rows; with --growth, what five million events make of it.
var cases = Cases.Of(args);
if (cases.Growth)
{
    await Growth.RunAsync();
    return;
}

await using var database = await StoreDatabase.CreateAsync();
await Appending.RunAsync(database, cases);
await Loading.RunAsync(database, cases);
await Following.RunAsync(database, cases);
await Importing.RunAsync(database, cases);
