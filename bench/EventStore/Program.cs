using Sagas.EventStore.Benchmark;

// What the store costs against hand-written code that writes and reads the same rows; with --growth, what five million events make of it.
if (args is ["--growth"])
{
    await Growth.RunAsync();
    return;
}

await using var database = await StoreDatabase.CreateAsync();
await Appending.RunAsync(database);
await Loading.RunAsync(database);
await Following.RunAsync(database);
await Importing.RunAsync(database);
